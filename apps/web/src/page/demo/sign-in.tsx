import { type ReactNode, useEffect, useRef, useState } from 'react'
import { duration } from '../duration.js'
import { errorText } from '../error-text.js'
import { initials } from '../initials.js'
import { SourceLink } from '../source-link.js'
import type { Dispatch } from './demo-event.js'
import { type Demo, type Person, signIn } from './demo-info.js'

/** The page for people who are not signed in. */
export function SignIn({
  demo,
  farewell,
  dispatch,
}: {
  demo: Demo
  farewell: string | undefined
  dispatch: Dispatch
}): ReactNode {
  const [error, setError] = useState<string>()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])

  const enter = async ({ id, name }: Person): Promise<void> => {
    try {
      const person = await signIn(id)
      if (person === undefined) throw new Error('The server has not kept the session. Are cookies allowed?')
      dispatch({
        type: 'entered',
        person,
        text: `Signed in as ${name}. Scripts cannot read the session cookie.`,
      })
    } catch (reason) {
      setError(errorText(reason))
    }
  }

  return (
    <section className="welcome" aria-labelledby="welcome-title">
      {farewell !== undefined && (
        <p className="notice" role="alert">
          {farewell}
        </p>
      )}
      <h1 id="welcome-title" tabIndex={-1} ref={title}>
        A chat whose tokens come from the session
      </h1>
      <p className="lead">
        The server reads the session to find out <em>who is signed in</em>, and mints a Stream token for that
        user. Nothing the browser sends can change the user id, a claim or the lifetime.
      </p>
      <p className="line">
        <code>{demo.line}</code>
      </p>
      <h2 id="people-title">Sign in as</h2>
      {error !== undefined && (
        <p className="notice" role="alert">
          {error}
        </p>
      )}
      <ul className="people" aria-labelledby="people-title">
        {demo.people.map(person => (
          <li key={person.id}>
            <button className="person" type="button" onClick={() => void enter(person)}>
              <span className="avatar" aria-hidden="true">
                {initials(person.name)}
              </span>
              <span className="person-name">{person.name}</span>
              <span className="person-life">Tokens last {duration(person.expiresIn)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="aside">
        Open a second window in private mode, and sign in as somebody else to chat. Take ten seconds to see
        tokens replaced in the middle of a conversation.
      </p>
      <SourceLink of={`${demo.app}/session`} label="Code of the sign-in" />
    </section>
  )
}
