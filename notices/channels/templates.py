"""Providers take no words of ours: they have approved templates, and we fill in values."""

from notices.channels.base import Message, NotSent
from notices.models import TextTemplate


def template_of(provider: str, message: Message) -> TextTemplate:
    """Raises NotSent where nobody has entered one."""
    found = TextTemplate.objects.filter(provider=provider, event=message.event).first()
    if found is None:
        raise NotSent(f"no template of {provider} for {message.event}", code="no template")
    return found


def values_for(template: TextTemplate, message: Message) -> dict[str, str]:
    """What fills it in, by its own names and in its own order. Raises NotSent."""
    ours = {**message.values, "text": message.text}
    missing = [name for _theirs, name in template.pairs if name not in ours]
    if missing:
        raise NotSent(f"the template asks for {missing[0]}", code="template", again=False)
    return {theirs: ours[name] for theirs, name in template.pairs}
