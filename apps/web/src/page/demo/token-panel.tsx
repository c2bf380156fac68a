import { type ReactNode, useState } from 'react'
import { Claims } from '../claims.js'
import { errorText } from '../error-text.js'
import { ownServer } from '../own-server.js'
import { RawToken } from '../raw-token.js'
import { SourceLink } from '../source-link.js'
import { useNow } from '../use-now.js'
import type { Dispatch } from './demo-event.js'
import type { Demo } from './demo-info.js'
import type { DemoState } from './demo-state.js'
import { TokenClock } from './token-clock.js'
import { tokenCondition } from './token-condition.js'

/** The person's token: what it is worth now, how long it lasts, and what it says. */
export function TokenPanel({
  state,
  demo,
  dispatch,
}: {
  state: DemoState
  demo: Demo
  dispatch: Dispatch
}): ReactNode {
  useNow(250)
  const now = performance.now()
  const condition = tokenCondition(state, now)
  const { token } = state
  return (
    <section className="panel token-panel" aria-labelledby="token-title" data-condition={condition.name}>
      <div className="panel-head">
        <h2 id="token-title">Token</h2>
        <p className="small token-count">
          Requests: <strong>{state.requests}</strong>
        </p>
        <p className="condition" role="status">
          {condition.label}
        </p>
      </div>
      {condition.text !== '' && <p className="small">{condition.text}</p>}
      {condition.mustSignIn && condition.name === 'revoked' && (
        <button className="button quiet" type="button" onClick={() => dispatch({ type: 'left' })}>
          Sign in again
        </button>
      )}
      {token !== undefined && (
        <>
          <TokenClock token={token} condition={condition} now={now} />
          <Claims claims={token.decoded?.claims ?? {}} />
          <details>
            <summary>The token itself</summary>
            <RawToken token={token.token} />
          </details>
          <GuardButton token={token.token} dispatch={dispatch} />
        </>
      )}
      <SourceLink of={`${demo.app}/verifyUser`} label="Code" />
    </section>
  )
}

function GuardButton({ token, dispatch }: { token: string; dispatch: Dispatch }): ReactNode {
  const [isBusy, setIsBusy] = useState(false)
  const call = async (): Promise<void> => {
    setIsBusy(true)
    try {
      const me = await ownServer('GET', 'api/me', { token })
      dispatch({
        type: 'logged',
        kind: 'note',
        text: `This server’s guarded route accepts the token: ${JSON.stringify(me)}`,
      })
    } catch (error) {
      dispatch({ type: 'logged', kind: 'refused', text: `This server’s guarded route: ${errorText(error)}` })
    }
    setIsBusy(false)
  }
  return (
    <button className="button quiet" type="button" aria-disabled={isBusy} onClick={() => void call()}>
      Call this server’s guarded route
    </button>
  )
}
