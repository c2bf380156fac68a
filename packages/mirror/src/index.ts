export type { MirroredStore } from './create-mirror.js'
export { createMirror } from './create-mirror.js'
export type { LogEntry, LogPosition, MirrorSource, ServerStates, Snapshot } from './mirror-source.js'
