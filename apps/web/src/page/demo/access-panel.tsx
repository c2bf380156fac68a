import { type ReactNode, useState } from 'react'
import { SourceLink } from '../source-link.js'
import { AccessButton } from './access-button.js'
import type { Demo, SignedIn } from './demo-info.js'
import type { DemoState } from './demo-state.js'
import type { Command, InForce } from './revocation.js'
import { appInForceText, inForceText } from './revocation-text.js'
import { TargetRow } from './target-row.js'

/** What is in force for everybody, with the buttons that change it. */
export function AccessPanel({
  state,
  demo,
  person,
  order,
}: {
  state: DemoState
  demo: Demo
  person: SignedIn
  order: (label: string, commands: readonly Command[]) => Promise<void>
}): ReactNode {
  const [chosen, setChosen] = useState(person.id)
  const own = state.inForce[person.id]
  const isApp = chosen === APP
  const target = isApp ? { app: true as const } : { userIds: [chosen] }
  const inForce = isApp ? own : state.inForce[chosen]
  const cutoff = isApp ? inForce?.appBefore : inForce?.before
  const people = [person, ...demo.people.filter(({ id }) => id !== person.id)]
  const name = isApp ? 'the whole app' : (demo.people.find(({ id }) => id === chosen)?.name ?? chosen)

  const button = (
    label: string,
    looks: string,
    isPossible: boolean,
    commands: readonly Command[],
  ): ReactNode => (
    <AccessButton
      label={label}
      looks={looks}
      isPossible={isPossible}
      order={() => order(`${label}: ${name}`, commands)}
    />
  )
  return (
    <section className="panel access-panel" aria-labelledby="access-title">
      <h2 id="access-title">Revoke and block</h2>
      <fieldset className="rows">
        <legend className="small">In force now. Choose whom to change:</legend>
        {people.map(({ id, name }) => (
          <TargetRow
            key={id}
            name={id === person.id ? `${name} (you)` : name}
            text={textOf(state.inForce[id], inForceText)}
            level={levelOf(state.inForce[id])}
            isChosen={chosen === id}
            choose={() => setChosen(id)}
          />
        ))}
        <TargetRow
          name="The whole app"
          text={textOf(own, appInForceText)}
          level={own === undefined || own.appBefore === null ? 'none' : 'revoked'}
          isChosen={isApp}
          choose={() => setChosen(APP)}
        />
      </fieldset>
      {state.trouble !== undefined && (
        <p className="notice" role="alert">
          {state.trouble}
        </p>
      )}
      <div className="buttons even">
        {button('Revoke tokens', 'danger', true, [target])}
        {/* Stream has no blocks and would accept the token until it expires, so a block also revokes. The block comes first:
            the token request that follows the refusal must find it. */}
        {button('Block', 'danger', !isApp, [{ ...target, block: true }, target])}
        {button('Undo revocation', 'quiet', (cutoff ?? null) !== null, [{ ...target, undo: true }])}
        {button('Unblock', 'quiet', !isApp && (inForce?.blockedUntil ?? null) !== null, [
          { ...target, block: false },
        ])}
      </div>
      <p className="small">
        Revoking sets a cutoff: earlier tokens are refused, and the user must sign in again. Block also
        revokes. Everybody in this demo is an admin; in your app, <code>authorizeRevocation</code> decides.
      </p>
      <SourceLink of={`${demo.app}/authorizeRevocation`} label="Code" />
    </section>
  )
}

const APP = 'app:'

function textOf(inForce: InForce | undefined, text: (inForce: InForce) => string): string {
  return inForce === undefined ? 'Not known yet.' : text(inForce)
}

function levelOf(inForce: InForce | undefined): 'none' | 'revoked' | 'blocked' {
  if (inForce === undefined) return 'none'
  if (inForce.blockedUntil !== null) return 'blocked'
  return inForce.before === null ? 'none' : 'revoked'
}
