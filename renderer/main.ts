// The page's first script: lets the skeleton in index.html reach the screen, then starts the app over it. Main waits for
// the same: it loads the rest of itself when this asks for the start (electron/page.ts).
const painted = new Promise<void>((resolve) => {
  new PerformanceObserver(() => resolve()).observe({ type: 'paint', buffered: true })
  // A window that is not shown paints nothing.
  setTimeout(resolve, 200)
})

void painted.then(() => import('./start.ts')).then(({ start }) => start())

export {}
