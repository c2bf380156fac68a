import { type ReactNode, useState } from 'react'
import { errorText } from '../error-text.js'
import { initials } from '../initials.js'
import type { Dispatch } from './demo-event.js'
import { type Person, signOut, signOutEverywhere } from './demo-info.js'

/** Who is signed in, with the ways out. */
export function Account({ person, dispatch }: { person: Person; dispatch: Dispatch }): ReactNode {
  const [isLeaving, setIsLeaving] = useState(false)
  const leave = async (how: () => Promise<void>): Promise<void> => {
    setIsLeaving(true)
    try {
      await how()
      dispatch({ type: 'left' })
    } catch (error) {
      dispatch({ type: 'logged', kind: 'refused', text: `Not signed out: ${errorText(error)}` })
      setIsLeaving(false)
    }
  }
  return (
    <div className="account">
      <span className="avatar" aria-hidden="true">
        {initials(person.name)}
      </span>
      <span className="account-name">{person.name}</span>
      <div className="leave">
        <button
          className="button quiet"
          type="button"
          disabled={isLeaving}
          onClick={() => void leave(signOut)}
        >
          Sign out
        </button>
        <button
          className="button danger-quiet"
          type="button"
          disabled={isLeaving}
          onClick={() => void leave(signOutEverywhere)}
        >
          Sign out everywhere
        </button>
      </div>
    </div>
  )
}
