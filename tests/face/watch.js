// Runs before the page: notes what the browser complains about and how far the layout jumps.
window.faceNotes = { shift: 0, refused: [] };
document.addEventListener("securitypolicyviolation", (event) => {
  window.faceNotes.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample || ""}`);
});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.faceNotes.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
