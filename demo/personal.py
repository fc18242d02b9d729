from foundation.audit.personal_data import declare

declare("demo.Street", plain=["built_at", "people"])  # everybody in it is invented
