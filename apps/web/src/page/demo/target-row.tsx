import type { ReactNode } from 'react'

/** Somebody who can be revoked or blocked, and what is in force for them. */
export function TargetRow({
  name,
  text,
  level,
  isChosen,
  choose,
}: {
  name: string
  text: string
  level: 'none' | 'revoked' | 'blocked'
  isChosen: boolean
  choose: () => void
}): ReactNode {
  return (
    <label className="target row" data-level={level}>
      <input type="radio" name="target" checked={isChosen} onChange={choose} />
      <span className="row-name">{name}</span>
      <span className="row-text">{text}</span>
    </label>
  )
}
