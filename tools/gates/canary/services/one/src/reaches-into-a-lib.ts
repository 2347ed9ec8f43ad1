import { idea } from '../../../libs/idea/src/inner';

export const inside = idea;
