// In the page, after each Tab: whether what has the focus shows it; null once the walk has come round.
;(() => {
  const walked = (globalThis.walked ??= new Set())
  const element = document.activeElement
  if (walked.has(element)) return (globalThis.walked = null)
  walked.add(element)
  if (element === document.body) return ''

  const hasRing = (one, part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one, part)
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
  }
  const around = [element, ...element.querySelectorAll('.active')]
  for (let one = element.parentElement; one && around.length < 5; one = one.parentElement) around.push(one)
  // The mark of a list that is worked from its field.
  const marked = document.getElementById(element.getAttribute('aria-activedescendant') ?? '')
  const isSeen = marked?.role === 'option' || around.some((one) => hasRing(one) || hasRing(one, '::after'))

  // Of a grid, the row that the keys act on; of a tick that its label draws, the label.
  const drawn = element.offsetWidth <= 1 ? element.labels?.[0] : element.querySelector('.active')
  const { left, right, top, bottom } = (drawn ?? element).getBoundingClientRect()
  let over = null
  const onTop = [0.1, 0.5, 0.9].some((part) => {
    const at = (over = document.elementFromPoint(left + (right - left) * part, (top + bottom) / 2))
    return at && (at.contains(element) || element.contains(at) || at.closest('label')?.control === element)
  })
  const name = `${element.localName} "${(element.getAttribute('aria-label') ?? element.textContent.trim()).slice(0, 40)}"`
  return [
    ...(isSeen ? [] : [`no ring: ${name}`]),
    ...(onTop ? [] : [`out of sight: ${name} behind ${over?.outerHTML.slice(0, 80)}`]),
  ].join(', ')
})()
