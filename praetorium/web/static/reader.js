// Whether somebody is at work on the page: then it stays where they are, whatever happens further down.
export function reader() {
  let reading = false;
  const noticed = () => { reading = true; };
  addEventListener("wheel", noticed, { passive: true });
  addEventListener("touchmove", noticed, { passive: true });
  addEventListener("pointerdown", noticed);
  addEventListener("keydown", (event) => { if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) noticed(); });
  return {
    get reading() { return reading || getSelection()?.isCollapsed === false; },
    // They have come to the end, or asked to be led on.
    left() { reading = false; },
  };
}
