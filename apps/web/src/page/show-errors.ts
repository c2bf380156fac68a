import { element } from './element.js'
import { errorText } from './error-text.js'

/** Runs an action and shows its error on the page. */
export async function showErrors(action: () => Promise<void>): Promise<void> {
  const notice = element('error', HTMLElement)
  notice.hidden = true
  try {
    await action()
  } catch (error) {
    notice.textContent = errorText(error)
    notice.hidden = false
  }
}
