import { showErrors } from './show-errors.js'

/** Runs an action on each press, one at a time. It sets `aria-disabled`, because a disabled button loses focus. */
export function onPress(button: HTMLButtonElement, action: () => Promise<void>): void {
  let running = false
  button.addEventListener('click', async () => {
    if (running) return
    running = true
    button.setAttribute('aria-disabled', 'true')
    await showErrors(action)
    button.removeAttribute('aria-disabled')
    running = false
  })
  // The buttons in index.html are disabled until their action is available.
  button.disabled = false
}
