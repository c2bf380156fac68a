import type { Socket } from 'node:net'
import { type HttpAnswer, NO_ANSWER, parseAnswer } from '../http-answer.js'

/**
 * Reads the answers to so many requests from a connection until it ends; what is missing then stands as status 0.
 *
 * @param patience - How many seconds it waits; after that it hangs up.
 */
export function answersOf(
  socket: Socket,
  requests: number,
  patience: number,
): Promise<readonly HttpAnswer[]> {
  return new Promise(resolve => {
    const received: Uint8Array[] = []
    const timer = setTimeout(() => socket.destroy(), patience * 1000)
    socket.on('data', chunk => received.push(chunk))
    socket.once('close', () => {
      clearTimeout(timer)
      // Our bodies are JSON in one line: none holds what an answer begins with.
      const texts = Buffer.concat(received)
        .toString('latin1')
        .split(/(?=HTTP\/1\.1 \d{3} )/)
      resolve(
        Array.from({ length: Math.max(requests, texts.length) }, (_, at) => {
          const text = Buffer.from(texts[at] ?? '', 'latin1')
          return parseAnswer(text, 'POST', true) ?? NO_ANSWER
        }),
      )
    })
  })
}
