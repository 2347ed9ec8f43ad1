const tableRoles = ['table', 'row', 'rowgroup', 'columnheader', 'cell'].map((role) => `[role="${role}"]`).join();

/**
 * EventCalendar calls its grid a table, but its cells hold nothing and its appointments stand beside them: a screen reader
 * would announce an empty table. Without these roles the columns' heads and the appointments (buttons) are read in order.
 */
export function removeTableRoles(root: HTMLElement): void {
  for (const element of root.querySelectorAll(tableRoles)) {
    element.removeAttribute('role');
    element.removeAttribute('aria-colindex');
    element.removeAttribute('aria-colspan');
  }
}
