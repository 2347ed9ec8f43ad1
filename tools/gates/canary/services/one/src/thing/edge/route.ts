export const route = '/things';
