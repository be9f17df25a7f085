// Before the page is drawn: the theme that this browser was told to use, so that nothing flashes.
(function () {
  "use strict";
  try {
    const theme = localStorage.getItem("whoseword-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch { /* a browser that keeps nothing: as the system is */ }
  document.documentElement.classList.add("js");
})();
