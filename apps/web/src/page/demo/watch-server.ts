import { errorText } from '../error-text.js'
import type { Dispatch } from './demo-event.js'
import { type Demo, readSession, type SignedIn } from './demo-info.js'
import { type InForce, readInForce } from './revocation.js'

/** How often the page looks, in milliseconds: while it is visible, and while it is hidden. */
const [OFTEN, SELDOM] = [1500, 5000]

/** Looks at the server's state again and again. */
export interface ServerWatch {
  /** Looks now. */
  look(): Promise<void>
  stop(): void
}

/**
 * Follows the session and what is in force, which other people, other devices and other tabs change too. Your app need not
 * do this: it learns of a revocation from its next request. This page shows the state at every moment.
 */
export function watchServer(
  demo: Demo,
  person: SignedIn,
  { dispatch, onInForce }: { dispatch: Dispatch; onInForce: (own: InForce) => void },
): ServerWatch {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false

  const readState = async (): Promise<void> => {
    const session = await readSession()
    if (isStopped) return
    if (session === undefined) return dispatch({ type: 'left', because: ENDED })
    if (session.id !== person.id || session.signedInAt !== person.signedInAt) {
      const text = `Another tab has signed in as ${session.name}.`
      return dispatch({ type: 'entered', person: session, text })
    }
    const read = async ({ id }: { id: string }) => [id, await readInForce(id)] as const
    const inForce = Object.fromEntries(await Promise.all(demo.people.map(read)))
    if (isStopped) return
    dispatch({ type: 'in_force', inForce })
    const own = inForce[person.id]
    if (own !== undefined) onInForce(own)
  }

  const look = async (): Promise<void> => {
    clearTimeout(timer)
    try {
      await readState()
    } catch (error) {
      if (!isStopped) dispatch({ type: 'trouble', text: errorText(error) })
    }
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(() => void look(), document.hidden ? SELDOM : OFTEN)
  }

  const lookIfVisible = (): void => {
    if (!document.hidden) void look()
  }
  document.addEventListener('visibilitychange', lookIfVisible)

  return {
    look,
    stop() {
      isStopped = true
      document.removeEventListener('visibilitychange', lookIfVisible)
      clearTimeout(timer)
    },
  }
}

const ENDED = 'Your session has ended: you signed out on another device or in another tab.'
