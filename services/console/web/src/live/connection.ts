/** How the page stands to the stream of changes. */
export type Connection =
  { readonly state: 'connecting' } | { readonly state: 'live' } | { readonly state: 'offline'; readonly since: Date };

export type ConnectionEvent = { readonly type: 'heard' } | { readonly type: 'lost'; readonly at: Date };

/** Being lost again does not move the moment since when the page is offline. */
export function nextConnection(connection: Connection, event: ConnectionEvent): Connection {
  if (event.type === 'heard') return connection.state === 'live' ? connection : { state: 'live' };
  return connection.state === 'offline' ? connection : { state: 'offline', since: event.at };
}
