import { tellFault } from './tell-fault.js'

/** Runs an action on a press, one at a time. The button keeps its focus: a disabled one would lose it. */
export function onPress(button: HTMLButtonElement, action: () => Promise<void>): void {
  let running = false
  button.addEventListener('click', async () => {
    if (running) return
    running = true
    button.setAttribute('aria-disabled', 'true')
    await tellFault(action)
    button.removeAttribute('aria-disabled')
    running = false
  })
  // The page's own buttons wait disabled for whatever they need.
  button.disabled = false
}
