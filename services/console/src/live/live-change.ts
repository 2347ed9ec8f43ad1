/**
 * What an open page needs to know of an event: ids and versions, never contents. The page reads the rest by REST. The web
 * app imports this file too: it holds types only.
 */
export type LiveChange =
  | {
      readonly type: 'appointment';
      readonly id: string;
      readonly version: number;
      readonly branchId: string;
      /** Those that it has now and those that it had before. */
      readonly resourceIds: readonly string[];
    }
  | { readonly type: 'resource'; readonly id: string }
  | { readonly type: 'branch'; readonly id: string }
  | { readonly type: 'link'; readonly resourceId: string }
  | { readonly type: 'consent'; readonly resourceId: string };
