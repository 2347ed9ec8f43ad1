import { useMediaQuery } from '@mantine/hooks';

/** A phone: dialogs fill it. */
export const useIsPhone = (): boolean => useMediaQuery('(max-width: 36em)') ?? false;

/** No room for columns side by side. */
export const useIsNarrow = (): boolean => useMediaQuery('(max-width: 48em)') ?? false;
