import { route } from '../../../services/one/src/thing/edge/route';

export const idea = route;
