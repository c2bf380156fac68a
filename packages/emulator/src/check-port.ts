/** The port of Stream's development server: its clients replace it by 8800 in the addresses of their WebSockets. */
const REWRITTEN = 3030

/** Throws if clients cannot be pointed at the port. */
export function checkPort(port: number): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new TypeError(`The port must be a whole number from 0 to 65535, not ${port}. 0 picks a free port.`)
  if (port === REWRITTEN)
    throw new TypeError(
      `The port cannot be ${REWRITTEN}: Stream's clients send their WebSockets to port 8800 then. Choose another.`,
    )
}
