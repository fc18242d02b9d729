from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0027_surnames_read_as_surnames"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rosterpage",
            name="part",
            field=models.CharField(
                choices=[
                    ("top", "开头几行"),
                    ("faulty", "有错"),
                    ("tied", "一起留下"),
                    ("asked", "要问的"),
                    ("new", "新增"),
                    ("changed", "改动"),
                    ("numbers", "换号码的"),
                    ("left", "没有变化"),
                    ("original", "原来的行"),
                    ("unnamed", "没有写到"),
                    ("before", "导入以前"),
                    ("built_on", "后来的"),
                ],
                max_length=10,
            ),
        ),
    ]
