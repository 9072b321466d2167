/* Says in the page what the passkey scripts would only say in the console. */
document.addEventListener("allauth.error", (event) => {
  const notice = document.getElementById("passkey-error");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = true;
  requestAnimationFrame(() => { notice.hidden = false; });
});
