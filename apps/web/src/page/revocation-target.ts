import type { Demo, Person } from './demo.js'
import { element } from './element.js'
import { make } from './make.js'
import type { Target } from './revocation.js'

/** The selected target. */
export interface Choice {
  readonly target: Target
  /** Its name in a sentence. */
  readonly name: string
  /** The user whose state is shown. Every user's state includes the app's cutoff, so for the app it is your own. */
  readonly shown: Person
}

/** Fills the list of targets; returns a function that returns the selected one. */
export function openTargets(
  { people }: Pick<Demo, 'people'>,
  self: Person,
  onChange: (choice: Choice) => Promise<void>,
): () => Choice {
  const others = people.filter(({ id }) => id !== self.id)
  const first = choiceOf(self)
  let chosen = first
  const add = (choice: Choice, label: string): HTMLElement => {
    const radio = make('input')
    radio.type = 'radio'
    radio.name = 'target'
    radio.checked = choice === chosen
    radio.addEventListener('change', async () => {
      chosen = choice
      await onChange(choice)
    })
    return make('label', { class: 'target' }, radio, make('span', { text: label }))
  }
  element('targets', HTMLElement).replaceChildren(
    add(first, 'Yourself'),
    ...others.map(other => add(choiceOf(other), other.name)),
    add({ target: { app: true }, name: 'the whole app', shown: self }, 'The whole app'),
  )
  return () => chosen
}

function choiceOf(person: Person): Choice {
  return { target: { userIds: [person.id] }, name: person.name, shown: person }
}
