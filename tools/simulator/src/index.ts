// What is played in the simulator, for playing it somewhere else.
export { differences, replayables, type Replayable } from './replay/replay';
export { play, type Scene } from './replay/player';
export * from './replay/stage';
