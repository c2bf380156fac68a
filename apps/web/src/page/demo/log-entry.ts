/** The kinds of log entries. */
export const LOG_KINDS = {
  request: 'Request',
  token: 'Token',
  stream: 'Stream',
  refused: 'Refused',
  note: 'Note',
  command: 'Command',
} as const

/** An entry of the log. */
export interface LogEntry {
  readonly number: number
  /** In milliseconds since 1970. */
  readonly at: number
  readonly kind: keyof typeof LOG_KINDS
  readonly text: string
}
