/** The mark: decoration beside the name, so that screen readers pass over it. */
export const Logo = ({ size }: { size: number }) => <img src="/kalends.svg" alt="" width={size} height={size} />;
