/** Something that the page found out about a token. */
export interface Finding {
  /** `bad`: Stream refuses the token for it. `note`: worth knowing. */
  readonly level: 'good' | 'note' | 'bad'
  readonly text: string
}

export const good = (text: string): Finding => ({ level: 'good', text })
export const note = (text: string): Finding => ({ level: 'note', text })
export const bad = (text: string): Finding => ({ level: 'bad', text })
