// Runs before the first paint, so that a dark room never sees a white flash.
(() => {
  try {
    const { theme } = JSON.parse(localStorage.getItem("brasa.settings") ?? "{}");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's theme applies.
  }
})();
