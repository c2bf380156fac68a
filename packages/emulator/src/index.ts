export type { RequestEvent, StreamEmulatorOptions } from './emulator-options.js'
export type { Fault, InterceptedRequest } from './fault.js'
export { type StreamEmulator, startStreamEmulator } from './start-stream-emulator.js'
