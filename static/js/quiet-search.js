// In the street office: what is typed to find somebody is posted, so that it stands in no address.
document.addEventListener("DOMContentLoaded", () => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!token || !window.django || !django.jQuery) return;
  django.jQuery.ajaxPrefilter((options, original, request) => {
    if (!options.url.includes("/autocomplete/")) return;
    options.type = "POST";
    request.setRequestHeader("X-CSRFToken", token.value);
  });
});
