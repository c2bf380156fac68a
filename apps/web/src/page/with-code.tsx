import { Fragment, type ReactNode } from 'react'

/** A text in which what stands between backticks is shown as code. */
export function WithCode({ text }: { text: string }): ReactNode {
  return text.split('`').map((piece, at) => {
    const key = `${at}:${piece}`
    return at % 2 === 1 ? <code key={key}>{piece}</code> : <Fragment key={key}>{piece}</Fragment>
  })
}
