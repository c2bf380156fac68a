import type { Demo, Person } from './demo.js'
import { duration } from './duration.js'
import { element } from './element.js'
import { initials } from './initials.js'
import { make } from './make.js'
import { onPress } from './on-press.js'

/** Shows the users to sign in as and calls `choose` with the selected one. */
export function openWelcome(demo: Demo, choose: (person: Person) => Promise<void>): void {
  const people = demo.people.map(person => {
    const avatar = make('span', { class: 'avatar', text: initials(person.name) })
    avatar.setAttribute('aria-hidden', 'true')
    const button = make(
      'button',
      { class: 'person' },
      avatar,
      make('span', { class: 'person-name', text: person.name }),
      make('span', { class: 'person-life', text: `token lifetime: ${duration(person.expiresIn)}` }),
    )
    button.type = 'button'
    onPress(button, () => choose(person))
    return make('li', {}, button)
  })
  element('people', HTMLElement).replaceChildren(...people)
  element('welcome', HTMLElement).hidden = false
}
