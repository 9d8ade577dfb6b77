/** The button that prints a page, which would do nothing without scripts. */
export function printing(): void {
  const button = document.getElementById("print");
  if (button === null) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    window.print();
  });
}
