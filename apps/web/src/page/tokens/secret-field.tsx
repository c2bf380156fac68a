import { type ReactNode, useId } from 'react'

/** Secrets of Stream have 64 characters; the core warns below this many. */
const SHORT = 32

/** The field for the app's API secret. Its text is in no attribute: React does not set the value of the input. */
export function SecretField({
  length,
  onChange,
}: {
  length: number
  onChange: (secret: string) => void
}): ReactNode {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>API secret</label>
      <input
        id={id}
        className="input"
        type="password"
        // Without these, browsers would offer to store it, and restore it with the session.
        autoComplete="off"
        spellCheck={false}
        data-1p-ignore=""
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onChange(target.value)}
      />
      <p className="small" id={`${id}-hint`}>
        {length > 0 && length < SHORT
          ? `A secret of Stream has 64 characters; this one has ${length}.`
          : 'From the dashboard of your app. A made-up one works too, with the emulator.'}
      </p>
    </div>
  )
}
