// The browser's own print dialogue, which also saves as PDF. Without this script, its menu does the same.
"use strict";

const button = document.querySelector("#print");
button.hidden = false;
button.addEventListener("click", () => window.print());
