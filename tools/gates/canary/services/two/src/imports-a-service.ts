import { route } from '../../one/src/thing/edge/route';

export const other = route;
