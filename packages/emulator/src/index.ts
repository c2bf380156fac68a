export type { RequestEvent, StreamEmulatorOptions } from './emulator-options.js'
export type { InjectedFailure, InterceptedRequest } from './failure.js'
export { type StreamEmulator, startStreamEmulator } from './start-stream-emulator.js'
