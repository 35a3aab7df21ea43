"""Maps the names that published tables use to our specialty keys and applicant types."""

from pathlib import Path

from builders import csv_rows

SPECIALTIES = {
    "Anesthesiology": "anesthesiology",
    "Child Neurology": "child_neurology",
    "Dermatology": "dermatology",
    "Diagnostic Radiology": "diagnostic_radiology",
    "Radiology-Diagnostic": "diagnostic_radiology",
    "Radiology - Diagnostic": "diagnostic_radiology",
    "Emergency Medicine": "emergency_medicine",
    "Family Medicine": "family_medicine",
    "General Surgery": "general_surgery",
    "Surgery": "general_surgery",
    "Surgery-General": "general_surgery",
    "Surgery-General - Categorical Track": "general_surgery",
    "Internal Medicine": "internal_medicine",
    "Internal Medicine - Categorical Track": "internal_medicine",
    "Internal Medicine/Pediatrics": "internal_medicine_pediatrics",
    "Interventional Radiology": "interventional_radiology",
    "Interventional Radiology (Integrated)": "interventional_radiology",
    "Interventional Radiology - Integrated": "interventional_radiology",
    "Neurodevelopmental Disabilities": "neurodevelopmental_disabilities",
    "Neurological Surgery": "neurological_surgery",
    "Neurology": "neurology",
    "Obstetrics and Gynecology": "obstetrics_and_gynecology",
    "Orthopaedic Surgery": "orthopaedic_surgery",
    "Otolaryngology": "otolaryngology",
    "Otolaryngology - Head and Neck Surgery": "otolaryngology",
    "Pathology": "pathology",
    "Pathology-Anatomic and Clinical": "pathology",
    "Pediatrics": "pediatrics",
    "Physical Medicine and Rehabilitation": "physical_medicine_and_rehabilitation",
    "Plastic Surgery": "plastic_surgery",
    "Plastic Surgery (Integrated)": "plastic_surgery",
    "Plastic Surgery - Integrated": "plastic_surgery",
    "Psychiatry": "psychiatry",
    "Public Health and Preventive Medicine": "preventive_medicine",
    "Radiation Oncology": "radiation_oncology",
    "Thoracic Surgery (Integrated)": "thoracic_surgery",
    "Thoracic Surgery - Integrated": "thoracic_surgery",
    "Transitional Year": "transitional_year",
    "Vascular Surgery": "vascular_surgery",
    "Vascular Surgery (Integrated)": "vascular_surgery",
}
ALL = "All Specialties"

TYPES = {
    "US MD seniors": "md_senior",
    "US DO seniors": "do_senior",
    "US-citizen IMG": "us_img",
    "non-US-citizen IMG": "non_us_img",
    "MD": "md_senior",
    "DO": "do_senior",
}


def read_rows(tables: Path, name: str) -> list[dict[str, str]]:
    """The rows of one published table, as text by column."""
    return csv_rows.read_rows(tables / f"{name}.csv")
