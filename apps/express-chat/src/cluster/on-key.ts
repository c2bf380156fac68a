import { emitKeypressEvents, type Key } from 'node:readline'

/** Runs an action whenever a key is pressed in the terminal, one at a time. Returns how to stop listening. */
export function onKey(name: string, action: () => Promise<void>): () => void {
  const { stdin } = process
  let last: Promise<void> = Promise.resolve()
  const listen = (_text: string | undefined, key: Key): void => {
    // In this mode, the terminal does not send the signal itself.
    if (key.ctrl === true && key.name === 'c') process.kill(process.pid, 'SIGINT')
    if (key.name === name && key.ctrl !== true) last = last.then(action).catch(console.error)
  }
  emitKeypressEvents(stdin)
  if (stdin.isTTY) stdin.setRawMode(true)
  stdin.on('keypress', listen)
  return () => {
    stdin.off('keypress', listen)
    if (stdin.isTTY) stdin.setRawMode(false)
    stdin.pause()
  }
}
