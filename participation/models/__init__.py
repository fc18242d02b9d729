from participation.models.feedback import Concern, Feedback, Photo, Round
from participation.models.rules import FeedbackDeadline

__all__ = ["Concern", "Feedback", "FeedbackDeadline", "Photo", "Round"]
