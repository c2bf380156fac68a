import type { StreamChat } from 'stream-chat'
import { errorText } from '../error-text.js'
import { Refusal } from '../refusal.js'
import { connectChat } from './connect-chat.js'
import type { Dispatch } from './demo-event.js'
import type { Demo, SignedIn } from './demo-info.js'
import { keepToken } from './keep-token.js'
import { type Command, command } from './revocation.js'
import { propagationText } from './revocation-text.js'
import { watchServer } from './watch-server.js'

/** What a signed-in person can do. */
export interface Visit {
  /** Sends commands that revoke, block or undo, and looks at the result. */
  order(label: string, commands: readonly Command[]): Promise<void>
  close(): void
}

/** Connects a signed-in person, and keeps them connected until the visit is closed. */
export function openVisit(demo: Demo, person: SignedIn, send: Dispatch): Visit {
  let client: StreamChat | undefined
  let isClosed = false
  let isBlocked = false
  let connecting: Promise<void> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  const dispatch: Dispatch = event => {
    if (!isClosed) send(event)
  }

  const keeper = keepToken(dispatch, {
    onDue: () => void recover(),
    onRefused(error) {
      if (!(error instanceof Refusal)) return 'retry'
      isBlocked = error.reason === 'user_blocked'
      if (error.status === 401) dispatch({ type: 'left', because: farewell(person, error) })
      return error.status === 401 || error.status === 403 ? 'stop' : 'retry'
    },
  })

  const connect = async (): Promise<void> => {
    const connected = await connectChat(demo, person, { keeper, dispatch })
    if (isClosed) return void connected.disconnectUser()
    client = connected
    dispatch({ type: 'connected', client })
  }

  /** Connects, or makes the client request a token. The keeper has reported why a token was refused. */
  const recover = async (): Promise<void> => {
    if (isClosed) return
    connecting ??= (client === undefined ? connect() : client.tokenManager.loadToken().then(() => {}))
      .catch((error: unknown) => {
        if (error instanceof Refusal || (error instanceof Error && error.cause instanceof Refusal)) return
        dispatch({ type: 'logged', kind: 'refused', text: `Not connected: ${errorText(error)}` })
        if (!isClosed) retry = setTimeout(() => void recover(), 2000)
      })
      .finally(() => {
        connecting = undefined
      })
    await connecting
  }

  const watch = watchServer(demo, person, {
    dispatch,
    onInForce({ blockedUntil }) {
      if (!isBlocked || blockedUntil !== null) return
      isBlocked = false
      void recover()
    },
  })
  void recover()
  void watch.look()

  return {
    async order(label, commands) {
      for (const body of commands) {
        dispatch({
          type: 'logged',
          kind: 'command',
          text: `${label}: POST /stream/revocations ${JSON.stringify(body)}`,
        })
        try {
          const result = await command(body)
          const kind = result.propagated === false ? 'refused' : 'stream'
          dispatch({ type: 'logged', kind, text: propagationText(result) })
        } catch (error) {
          dispatch({ type: 'logged', kind: 'refused', text: `${label} failed: ${errorText(error)}` })
        }
      }
      await watch.look()
    },
    close() {
      isClosed = true
      clearTimeout(retry)
      keeper.stop()
      watch.stop()
      void client?.disconnectUser()
    },
  }
}

function farewell({ name }: SignedIn, { reason }: Refusal): string {
  return reason === 'reauthentication_required'
    ? `The tokens of ${name} were revoked after this sign-in. Sign in again to continue.`
    : `The session of ${name} has ended. Sign in again to continue.`
}
