from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """`{{ form }}` gives labelled fields with help, and mistakes that are linked and said aloud."""

    form_template_name = "components/form.html"
    field_template_name = "components/form_field.html"
