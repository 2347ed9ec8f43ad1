import { route } from '../edge/route';

export const store = (): string => route;
