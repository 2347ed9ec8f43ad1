/**
 * EventCalendar calls its grid a table, but its rows have no cells: a screen reader would announce an empty table.
 * Without these roles the columns' heads and the appointments (buttons with a name) are read in order.
 */
export function removeTableRoles(root: HTMLElement): void {
  for (const element of root.querySelectorAll('[role="table"],[role="row"],[role="rowgroup"],[role="columnheader"]')) {
    element.removeAttribute('role');
    element.removeAttribute('aria-colindex');
    element.removeAttribute('aria-colspan');
  }
}
