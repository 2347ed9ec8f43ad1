/** What a link has brought together, as its mappings know it. */
export interface LinkedEvents {
  /** Events that Kalends made and Google has, and appointments that began as somebody's event in Google. */
  count(linkId: string): Promise<{ readonly exported: number; readonly imported: number }>;
  /** Events that Kalends made, in order of id; those too of which it is not known yet whether Google has them. */
  exported(linkId: string, page: { readonly after: string; readonly limit: number }): Promise<ExportedEvent[]>;
  /** Deletes all that was known of the link's events. */
  forget(linkId: string): Promise<void>;
}

export interface ExportedEvent {
  readonly id: string;
  /** Null when none is known. */
  readonly etag: string | null;
}
