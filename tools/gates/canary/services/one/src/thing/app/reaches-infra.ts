import { store } from '../infra/store';

export const book = (): string => store();
